interface HexViewProps {
  readonly base64: string;
}

const ROW_BYTES = 8;
/** Of what is here already; a packet's whole 4 KB would be 512 lines. */
const MAX_SHOWN_BYTES = 512;

export interface HexLine {
  readonly offset: string;
  readonly hex: string;
  readonly text: string;
}

export function hexLines(base64: string): readonly HexLine[] {
  const binary = atob(base64).slice(0, MAX_SHOWN_BYTES);
  const lines: HexLine[] = [];
  for (let start = 0; start < binary.length; start += ROW_BYTES) {
    const chunk = binary.slice(start, start + ROW_BYTES);
    const codes = Array.from({ length: chunk.length }, (_, index) => chunk.charCodeAt(index));
    lines.push({
      offset: start.toString(16).padStart(4, '0'),
      hex: codes.map((code) => code.toString(16).padStart(2, '0')).join(' '),
      text: codes.map((code) => (code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '·')).join(''),
    });
  }
  return lines;
}

export function HexView({ base64 }: HexViewProps) {
  return (
    <pre data-selectable className="max-h-64 overflow-auto rounded-1 bg-well p-2 font-mono text-xs text-fg">
      {hexLines(base64).map(({ offset, hex, text }) => (
        <div key={offset} className="flex gap-3">
          <span className="text-fg-3">{offset}</span>
          <span className="w-[23ch] shrink-0">{hex}</span>
          <span className="text-fg-2">{text}</span>
        </div>
      ))}
    </pre>
  );
}
