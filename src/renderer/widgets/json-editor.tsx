import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, linter } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useEffectEvent, useRef } from 'react';
import { faultIn } from './json-fault.ts';

interface JsonEditorProps {
  /** Changes the document: another one has another key. */
  readonly docKey: string;
  readonly text: string;
  readonly label: string;
  readonly testId: string;
  readonly onChange: (text: string) => void;
}

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--syn-key)' },
  { tag: tags.string, color: 'var(--syn-str)' },
  { tag: tags.number, color: 'var(--syn-num)' },
  { tag: [tags.bool, tags.null], color: 'var(--syn-bool)' },
  { tag: tags.punctuation, color: 'var(--syn-punct)' },
]);

const theme = EditorView.theme({
  '&': { height: '100%', fontSize: 'var(--text-code)', backgroundColor: 'var(--bg-code)', color: 'var(--fg)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', fontVariantLigatures: 'none', lineHeight: 'var(--lh-code)' },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--fg)' },
  '.cm-cursor': { borderLeftColor: 'var(--fg)' },
  '.cm-gutters': { backgroundColor: 'var(--bg-code)', color: 'var(--fg-3)', border: 'none' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 10px 0 8px', minWidth: '28px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--bg-selected)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--bg-active)', outline: '1px solid var(--line-strong)' },
  '.cm-lintRange-error': { backgroundImage: 'none', borderBottom: '2px solid var(--err-fg)' },
  '.cm-tooltip': { backgroundColor: 'var(--bg-raised)', border: '1px solid var(--line-strong)', borderRadius: 'var(--r-2)', color: 'var(--fg)' },
  '.cm-diagnostic': { fontFamily: 'var(--font-ui)', padding: '4px 8px', borderLeftColor: 'var(--err-fg)' },
});

function lint({ state }: EditorView): readonly Diagnostic[] {
  const text = state.doc.toString();
  // Nothing typed yet is no fault.
  if (text.trim() === '') return [];
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    const from = faultIn(text, error);
    return [{ from, to: Math.min(text.length, from + 1), severity: 'error', message: error instanceof Error ? error.message : String(error) }];
  }
}

/** A JSON document; Ctrl/Cmd+Enter is left to the page, Escape then Tab leaves the editor. */
export function JsonEditor({ docKey, text, label, testId, onChange }: JsonEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const report = useEffectEvent(onChange);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor owns the text until another document is opened.
  useEffect(() => {
    if (host.current === null) return;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          history(),
          bracketMatching(),
          indentUnit.of('  '),
          json(),
          linter(lint, { delay: 300 }),
          syntaxHighlighting(colours),
          theme,
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label, 'data-testid': testId, spellcheck: 'false' }),
          keymap.of([{ key: 'Mod-Enter', run: () => true, stopPropagation: false }, indentWithTab, ...defaultKeymap, ...historyKeymap]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) report(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [docKey]);

  useEffect(() => {
    const editor = view.current;
    // Changed from outside, by Format for example.
    if (editor === null || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text]);

  return <div ref={host} className="focus-frame h-full min-h-0 select-text" />;
}
