import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { CallName, CallParams } from '../../../src/contract/calls.ts';
import type { Client } from '../../../src/contract/client.ts';
import type { FeedBatch, FeedName, FeedParams } from '../../../src/contract/feeds.ts';
import { ContractError } from '../../../src/contract/frame.ts';
import { setUpI18n } from '../../../src/renderer/i18n/setup.ts';
import { zhCn } from '../../../src/renderer/i18n/zh-cn.ts';
import { EnvironmentContext } from '../../../src/renderer/stores/link.ts';
import { TooltipProvider } from '../../../src/renderer/widgets/tooltip.tsx';

interface Subscription {
  readonly feed: FeedName;
  readonly params: unknown;
  readonly onBatch: (batch: unknown) => void;
}

/** A console that answers what a test tells it to, and remembers what it was asked. */
export class FakeConsole {
  readonly calls: { readonly name: CallName; readonly params: unknown }[] = [];
  readonly subscriptions = new Set<Subscription>();
  /** What the next calls of a name fail with. */
  readonly failures = new Map<CallName, ContractError>();
  readonly results = new Map<CallName, unknown>();

  readonly client: Client = {
    call: (name, params) => {
      this.calls.push({ name, params });
      const failure = this.failures.get(name);
      // A test gives the result that fits the call.
      return failure === undefined ? Promise.resolve((this.results.get(name) ?? null) as never) : Promise.reject(failure);
    },
    subscribe: (feed, params, onBatch) => {
      const subscription = { feed, params, onBatch: onBatch as (batch: unknown) => void };
      this.subscriptions.add(subscription);
      return () => this.subscriptions.delete(subscription);
    },
    onClose: () => {},
    close: () => {},
  };

  publish<Name extends FeedName>(feed: Name, batch: FeedBatch<Name>): void {
    for (const subscription of this.subscriptions) if (subscription.feed === feed) subscription.onBatch(batch);
  }

  paramsOf<Name extends FeedName>(feed: Name): readonly FeedParams<Name>[] {
    return [...this.subscriptions].filter((subscription) => subscription.feed === feed).map(({ params }) => params as FeedParams<Name>);
  }

  lastCall<Name extends CallName>(name: Name): CallParams<Name> | undefined {
    return this.calls.findLast((call) => call.name === name)?.params as CallParams<Name> | undefined;
  }

  fail(name: CallName, code: string, message = ''): void {
    this.failures.set(name, new ContractError(code, message));
  }
}

export function renderWith(fake: FakeConsole, children: ReactNode, language: 'en' | 'zh-CN' = 'en') {
  return render(wrap(fake, children, language));
}

/** What a rendered tree is given again with, to see it change. */
export function wrap(fake: FakeConsole, children: ReactNode, language: 'en' | 'zh-CN' = 'en') {
  return (
    <I18nextProvider i18n={setUpI18n(language, language === 'en' ? null : zhCn)}>
      <EnvironmentContext value={{ client: fake.client, hostFacts: null, shell: null }}>
        <TooltipProvider>{children}</TooltipProvider>
      </EnvironmentContext>
    </I18nextProvider>
  );
}
