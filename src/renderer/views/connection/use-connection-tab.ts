import { type RefObject, useRef, useState } from 'react';
import type { ClientSettings } from '../../../contract/client-settings.ts';
import type { Failure } from '../../../contract/rows.ts';
import { saveEdits } from '../../stores/edits.ts';
import { useClient } from '../../stores/link.ts';
import { useAction } from '../../stores/use-action.ts';
import type { Remedy } from './remedies.ts';
import type { SettingName } from './setting-names.ts';
import { type ConnectionActions, useConnectionActions } from './use-connection-actions.ts';

interface Advised {
  readonly openSetting: (name: SettingName) => void;
  /** Of what was advised. */
  readonly change: (change: Partial<ClientSettings>) => void;
}

export interface ConnectionTab {
  readonly actions: ConnectionActions;
  readonly url: RefObject<HTMLInputElement | null>;
  readonly isDoctorOpen: boolean;
  readonly runDoctor: () => void;
  readonly closeDoctor: () => void;
  readonly onRemedy: (remedy: Remedy) => void;
  readonly failure: Failure | null;
}

/** What every tab of a connection does: its actions, the doctor, and the remedies of what has failed. */
export function useConnectionTab(sourceId: string, { openSetting, change }: Advised): ConnectionTab {
  const client = useClient();
  const actions = useConnectionActions(sourceId);
  const doctor = useAction();
  const url = useRef<HTMLInputElement>(null);
  const [isDoctorOpen, setIsDoctorOpen] = useState(false);

  function runDoctor(): void {
    setIsDoctorOpen(true);
    doctor.run(async () => {
      await saveEdits(client, sourceId);
      await client.call('doctor.start', { sourceId });
    });
  }

  function onRemedy({ action }: Remedy): void {
    switch (action.type) {
      case 'doctor':
        runDoctor();
        return;
      case 'retry':
        actions.retry();
        return;
      case 'url':
        url.current?.focus();
        url.current?.select();
        return;
      case 'open':
        openSetting(action.setting);
        return;
      case 'change':
        change(action.change);
        actions.retry();
    }
  }

  return { actions, url, isDoctorOpen, runDoctor, closeDoctor: () => setIsDoctorOpen(false), onRemedy, failure: actions.failure ?? doctor.failure };
}
