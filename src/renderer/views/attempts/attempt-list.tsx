import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState, type WheelEvent } from 'react';
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
  /** Those that the source has no use for are left out. */
  readonly accepts?: ((remedy: Remedy) => boolean) | undefined;
  readonly onRemedy: (remedy: Remedy) => void;
  readonly onRetry: () => void;
  readonly onPause: (isPaused: boolean) => void;
}

/** Closer to the end than this is at the end. */
const END_SLACK_PX = 8;

/** The groups, oldest first, and what comes next. */
export function AttemptList({ connection, failure, settings, accepts, onRemedy, onRetry, onPause }: AttemptListProps) {
  const { attempts } = connection;
  const { scroller, content, listeners, stay } = useFollowedEnd();
  /** What a person has opened or closed, against what is open by itself. */
  const [toggled, setToggled] = useState<Readonly<Record<string, boolean>>>({});
  const open = openGroups(attempts);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'PageUp' || event.key === 'Home') stay();
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
    <div ref={scroller} onKeyDown={onKeyDown} {...listeners} className="min-h-0 flex-1 overflow-y-auto">
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
              accepts={accepts}
              onRemedy={onRemedy}
            />
          );
        })}
        <NextAttempt connection={connection} failure={failure} onRetry={onRetry} onPause={onPause} />
      </div>
    </div>
  );
}

/**
 * Keeps the end of what grows in view, until a person scrolls up or opens something. That is told by what the person
 * does, not by the position: it also moves when an attempt folds, and its event comes after more has arrived.
 */
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
  const stay = () => {
    if (scroller.current !== null && scroller.current.scrollTop > 0) isFollowing.current = false;
  };
  const listeners = {
    onScroll() {
      const element = scroller.current;
      if (element !== null && element.scrollTop + element.clientHeight >= element.scrollHeight - END_SLACK_PX) isFollowing.current = true;
    },
    onWheel({ deltaY }: WheelEvent) {
      if (deltaY < 0) stay();
    },
    onPointerDown({ target, currentTarget }: PointerEvent) {
      // Of the scroller itself only its bar can be pressed.
      if (target === currentTarget) stay();
    },
  };
  return { scroller, content, listeners, stay };
}
