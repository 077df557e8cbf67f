import { loadable } from './loadable.tsx';
import type { Templates } from './template-places.ts';

export interface JsonEditorProps {
  /** Changes the document: another one has another key. */
  readonly docKey: string;
  readonly text: string;
  readonly label: string;
  readonly testId: string;
  /** It is no JSON, but any text. */
  readonly isPlain?: boolean;
  /** `null`: braces stand for nothing but themselves. */
  readonly templates?: Templates | null;
  readonly onChange: (text: string) => void;
}

/** A JSON document, or a plain text; Ctrl/Cmd+Enter is left to the page, Escape then Tab leaves the editor. */
export const JsonEditor = loadable<JsonEditorProps>(
  async () => (await import('./json-code.tsx')).JsonCode,
  <div aria-busy className="h-full min-h-0 bg-code" />,
);
