import { type ReactNode, useState } from 'react';
import { CopyButton } from './copy-button.tsx';
import { Segmented } from './segmented.tsx';

export interface SnippetVariant {
  readonly id: string;
  readonly label: string;
  readonly code: string;
}

interface SnippetProps {
  readonly title: string;
  readonly variants: readonly SnippetVariant[];
}

const TOKEN =
  /("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<!\.)\b(import|from(?=\s*")|const|for|of|with|as|while|True)\b|(<\/?script[^>]*>)|(#.*$|\/\/.*$)/gm;

/** Code in colour: strings, the few keywords our snippets have, comments. */
export function colourCode(code: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of code.matchAll(TOKEN)) {
    const [text, string, word, tag] = match;
    const className = string !== undefined ? 'text-syn-str' : word !== undefined ? 'text-syn-bool' : tag !== undefined ? 'text-syn-key' : 'text-fg-3';
    parts.push(
      code.slice(end, match.index),
      <span key={match.index} className={className}>
        {text}
      </span>,
    );
    end = match.index + text.length;
  }
  parts.push(code.slice(end));
  return parts;
}

/** Code to copy, in one of several languages. */
export function Snippet({ title, variants }: SnippetProps) {
  const [chosen, setChosen] = useState(variants[0]?.id ?? '');
  const variant = variants.find(({ id }) => id === chosen) ?? variants[0];
  if (variant === undefined) return null;
  return (
    <div className="w-full border border-line">
      <div className="flex h-9 items-center justify-between gap-3 border-b border-line bg-head pr-2 pl-4">
        <span className="truncate text-sm font-strong text-fg">{title}</span>
        <span className="flex items-center gap-2">
          {variants.length > 1 && (
            <Segmented label={title} value={variant.id} options={variants.map(({ id, label }) => ({ value: id, label }))} onChange={setChosen} />
          )}
          <CopyButton text={variant.code} hasText />
        </span>
      </div>
      <pre data-selectable className="overflow-x-auto bg-well px-4 py-3 font-mono text-code text-fg">
        {colourCode(variant.code)}
      </pre>
    </div>
  );
}
