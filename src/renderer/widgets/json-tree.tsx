// JSON as a tree that folds. Long texts and long lists are cut until all of them is asked for. What is a value to the reader, but not
// of JSON, such as bytes, is named by whoever knows it.

import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonValue } from '../../contract/json.ts';
import { formatCount } from '../i18n/format.ts';
import { cn } from './cn.ts';

/** Characters of a text that are shown at first. */
const FIRST_CHARACTERS = 300;
/** Members of a list or an object that are shown at first, and with each request for more. */
const PAGE_MEMBERS = 50;
/** Levels that are open at first. */
const OPEN_LEVELS = 2;

interface JsonTreeProps {
  readonly value: JsonValue;
  /** What stands there instead, or `null`. */
  readonly nameOf?: (value: JsonValue) => string | null;
}

export const JsonTree = memo(function JsonTree({ value, nameOf = unnamed }: JsonTreeProps) {
  return (
    <div data-selectable data-testid="json-tree" className="font-mono text-code leading-4.5 text-fg">
      <Node value={value} nameOf={nameOf} level={0} />
    </div>
  );
});

function unnamed(): null {
  return null;
}

interface NodeProps extends Required<JsonTreeProps> {
  readonly level: number;
  /** `null`: it has no name, as in a list. */
  readonly name?: string;
}

function Node({ value, nameOf, level, name }: NodeProps) {
  const named = nameOf(value);
  const label =
    name === undefined ? null : (
      <>
        <span className="text-syn-key">{JSON.stringify(name)}</span>
        <span className="text-syn-punct">: </span>
      </>
    );
  if (named !== null) return <Leaf label={label}>{<span className="text-fg-2">{named}</span>}</Leaf>;
  if (typeof value === 'object' && value !== null) return <Members label={label} value={value} nameOf={nameOf} level={level} />;
  return (
    <Leaf label={label}>
      <Scalar value={value} />
    </Leaf>
  );
}

function Leaf({ label, children }: { readonly label: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="pl-4 break-words whitespace-pre-wrap">
      {label}
      {children}
    </div>
  );
}

function Scalar({ value }: { readonly value: string | number | boolean | null }) {
  const { t } = useTranslation();
  const [isAll, setIsAll] = useState(false);
  if (typeof value === 'number') return <span className="text-syn-num">{value}</span>;
  if (typeof value !== 'string') return <span className="text-syn-bool">{String(value)}</span>;
  const isCut = !isAll && value.length > FIRST_CHARACTERS;
  return (
    <>
      <span className="text-syn-str">{JSON.stringify(isCut ? value.slice(0, FIRST_CHARACTERS) : value)}</span>
      {isCut && <More label={t('payload.showAll', { amount: t('payload.characters', { count: value.length }) })} onMore={() => setIsAll(true)} />}
    </>
  );
}

interface MembersProps extends Required<Pick<JsonTreeProps, 'nameOf'>> {
  readonly label: ReactNode;
  readonly value: readonly JsonValue[] | Readonly<Record<string, JsonValue>>;
  readonly level: number;
}

function Members({ label, value, nameOf, level }: MembersProps) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(level < OPEN_LEVELS);
  const [shown, setShown] = useState(PAGE_MEMBERS);
  const isList = isArray(value);
  const count = isList ? value.length : Object.keys(value).length;
  const [open, close] = isList ? '[]' : '{}';
  if (count === 0) return <Leaf label={label}>{<span className="text-syn-punct">{`${open}${close}`}</span>}</Leaf>;
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  const amount = isList ? t('payload.items', { count }) : t('payload.keys', { count });
  const members: readonly (readonly [string | undefined, JsonValue])[] = isList
    ? value.slice(0, shown).map((item) => [undefined, item] as const)
    : Object.entries(value).slice(0, shown);
  return (
    <div>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="flex max-w-full items-center rounded-1 text-left hover:bg-hover"
      >
        <Chevron size={12} strokeWidth={2} className="mr-1 shrink-0 text-fg-3" aria-hidden />
        <span className="truncate">
          {label}
          <span className="text-syn-punct">{isOpen ? open : `${open}…${close}`}</span>
          {!isOpen && <span className="ml-2 text-fg-3">{amount}</span>}
        </span>
      </button>
      {isOpen && (
        <>
          <div className={cn('ml-1.5 border-l border-line-soft pl-2')}>
            {members.map(([key, item], index) => (
              <Node key={key ?? index} {...(key !== undefined && { name: key })} value={item} nameOf={nameOf} level={level + 1} />
            ))}
            {shown < count && (
              <More label={t('common.more', { count: count - shown })} onMore={() => setShown(shown + PAGE_MEMBERS * 4)} title={formatCount(count)} />
            )}
          </div>
          <span className="pl-4 text-syn-punct">{close}</span>
        </>
      )}
    </div>
  );
}

function isArray(value: MembersProps['value']): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function More({ label, onMore, title }: { readonly label: string; readonly onMore: () => void; readonly title?: string }) {
  return (
    <button type="button" title={title} onClick={onMore} className="ml-1 rounded-1 font-sans text-sm text-accent-fg hover:underline">
      {label}
    </button>
  );
}
