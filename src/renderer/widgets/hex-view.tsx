// biome-ignore-all lint/a11y/useSemanticElements: a fieldset is of a form.

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../i18n/format.ts';

interface HexViewProps {
  readonly label: string;
  readonly bytes: Uint8Array;
}

const ROW_BYTES = 8;
/** Before more is asked for. */
const FIRST_BYTES = 512;
/** A line is an element: a packet's 256 KB would be 32,000 of them. */
const MAX_BYTES = 16 * 1024;

export interface HexLine {
  readonly offset: string;
  readonly hex: string;
  readonly text: string;
}

export function hexLines(bytes: Uint8Array): readonly HexLine[] {
  const lines: HexLine[] = [];
  for (let start = 0; start < bytes.length; start += ROW_BYTES) {
    const codes = [...bytes.subarray(start, start + ROW_BYTES)];
    lines.push({
      offset: start.toString(16).padStart(4, '0'),
      hex: codes.map((code) => code.toString(16).padStart(2, '0')).join(' '),
      text: codes.map((code) => (code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '·')).join(''),
    });
  }
  return lines;
}

/** Offsets, bytes and what of them is ASCII. */
export function HexView({ label, bytes }: HexViewProps) {
  const { t } = useTranslation();
  const [isAll, setIsAll] = useState(false);
  const most = Math.min(bytes.length, MAX_BYTES);
  const shown = isAll ? most : Math.min(most, FIRST_BYTES);
  return (
    <>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by the keyboard too.
        tabIndex={0}
        role="group"
        aria-label={label}
        data-selectable
        data-testid="hex"
        className="max-h-64 overflow-auto rounded-1 bg-well p-2 font-mono text-xs text-fg"
      >
        {hexLines(bytes.subarray(0, shown)).map(({ offset, hex, text }) => (
          <div key={offset} className="flex gap-3">
            <span className="text-fg-3">{offset}</span>
            <span className="w-[23ch] shrink-0">{hex}</span>
            <span className="text-fg-2">{text}</span>
          </div>
        ))}
      </pre>
      {shown < most && (
        <button type="button" className="mt-1 rounded-1 text-accent-fg hover:underline" onClick={() => setIsAll(true)}>
          {t('payload.showAll', { amount: formatBytes(most) })}
        </button>
      )}
      {shown === most && most < bytes.length && (
        <p className="mt-1 text-fg-3">{t('packet.ofBytes', { shown: formatBytes(most), total: formatBytes(bytes.length) })}</p>
      )}
    </>
  );
}
