import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { ConnectionBatch } from '../../../contract/client-rows.ts';
import type { ClientSettings } from '../../../contract/client-settings.ts';
import type { Failure } from '../../../contract/rows.ts';
import type { Remedy } from '../connection/remedies.ts';
import { AttemptGroup } from './attempt-group.tsx';
import { openGroups } from './clock.ts';
import { NextAttempt } from './next-attempt.tsx';

export interface AttemptListProps {
  readonly connection: ConnectionBatch;
  /** Of the source: why nothing more is tried. */
  readonly failure: Failure | null;
  readonly settings: ClientSettings;
  readonly onRemedy: (remedy: Remedy) => void;
  readonly onRetry: () => void;
  readonly onPause: (isPaused: boolean) => void;
}

/** Closer to the end than this is at the end. */
const END_SLACK_PX = 8;

/** The groups, oldest first, and what comes next. */
export function AttemptList({ connection, failure, settings, onRemedy, onRetry, onPause }: AttemptListProps) {
  const { attempts } = connection;
  const { scroller, content, onScroll, stay } = useFollowedEnd();
  /** What a person has opened or closed, against what is open by itself. */
  const [toggled, setToggled] = useState<Readonly<Record<string, boolean>>>({});
  const open = openGroups(attempts);

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const headers = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-attempt-header]')];
    const current = headers.findIndex((header) => header.contains(document.activeElement));
    const next = step === undefined || current === -1 ? undefined : headers[current + step];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the headers inside.
    <div ref={scroller} onKeyDown={onKeyDown} onScroll={onScroll} className="min-h-0 flex-1 overflow-y-auto">
      <div ref={content}>
        {attempts.map((group) => {
          const isOpen = toggled[group.groupId] ?? open.has(group.groupId);
          return (
            <AttemptGroup
              key={group.groupId}
              group={group}
              settings={settings}
              isOpen={isOpen}
              onToggle={() => {
                stay();
                setToggled((current) => ({ ...current, [group.groupId]: !isOpen }));
              }}
              onRemedy={onRemedy}
            />
          );
        })}
        <NextAttempt connection={connection} failure={failure} onRetry={onRetry} onPause={onPause} />
      </div>
    </div>
  );
}

/** Keeps the end of what grows in view, unless a person has scrolled away from it or opened something above it. */
function useFollowedEnd() {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  useEffect(() => {
    const [frame, inside] = [scroller.current, content.current];
    if (frame === null || inside === null) return;
    const observer = new ResizeObserver(() => {
      if (isFollowing.current) frame.scrollTop = frame.scrollHeight;
    });
    observer.observe(frame);
    observer.observe(inside);
    return () => observer.disconnect();
  }, []);
  const onScroll = () => {
    const element = scroller.current;
    if (element !== null) isFollowing.current = element.scrollTop + element.clientHeight >= element.scrollHeight - END_SLACK_PX;
  };
  const stay = () => {
    isFollowing.current = false;
  };
  return { scroller, content, onScroll, stay };
}
