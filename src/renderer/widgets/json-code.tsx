import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, forceLinting, linter } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers, type ViewUpdate } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useEffectEvent, useRef } from 'react';
import { blankJson } from '../../contract/template.ts';
import type { JsonEditorProps } from './json-editor.tsx';
import { faultIn } from './json-fault.ts';
import { noteCursor } from './last-cursor.ts';
import { type Templates, templateFaults, templatePlaces, templatesChanged } from './template-places.ts';

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
  '.cm-place': { color: 'var(--in-fg)', fontWeight: '500' },
  '.cm-place span': { color: 'inherit' },
  '.cm-lintRange-error': { backgroundImage: 'none', borderBottom: '2px solid var(--err-fg)' },
  '.cm-tooltip': { backgroundColor: 'var(--bg-raised)', border: '1px solid var(--line-strong)', borderRadius: 'var(--r-2)', color: 'var(--fg)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-mono)', maxHeight: '16em' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--bg-active)', color: 'var(--fg)' },
  '.cm-completionDetail': { color: 'var(--fg-3)', fontStyle: 'normal' },
  '.cm-diagnostic': { fontFamily: 'var(--font-ui)', padding: '4px 8px', borderLeftColor: 'var(--err-fg)' },
});

function jsonFaults(text: string): readonly Diagnostic[] {
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

/** The editor itself, as `json-editor.tsx` shows it. */
export function JsonCode({ docKey, text, label, testId, isPlain = false, templates = null, onChange }: JsonEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const report = useEffectEvent(onChange);
  const given = useRef(templates);
  const hasTemplates = templates !== null;

  function lint({ state }: EditorView): readonly Diagnostic[] {
    const current = state.doc.toString();
    const places = given.current === null ? [] : templateFaults(current, given.current);
    return isPlain ? places : [...jsonFaults(given.current === null ? current : blankJson(current)), ...places];
  }

  function insert(inserted: string): boolean {
    const editor = view.current;
    if (editor?.dom.isConnected !== true) return false;
    editor.dispatch(editor.state.replaceSelection(inserted));
    editor.focus();
    return true;
  }

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
          isPlain ? [] : json(),
          linter(lint, { delay: 300, needsRefresh: hasVariablesChanged }),
          hasTemplates ? templatePlaces(() => given.current ?? NONE) : [],
          syntaxHighlighting(colours),
          theme,
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label, 'data-testid': testId, spellcheck: 'false' }),
          keymap.of([{ key: 'Mod-Enter', run: () => true, stopPropagation: false }, indentWithTab, ...defaultKeymap, ...historyKeymap]),
          EditorView.updateListener.of((update) => {
            if (update.view.hasFocus) noteCursor(insert);
            if (update.docChanged) report(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [docKey, isPlain, hasTemplates]);

  useEffect(() => {
    given.current = templates;
    if (view.current === null) return;
    view.current.dispatch({ effects: templatesChanged.of(null) });
    forceLinting(view.current);
  }, [templates]);

  useEffect(() => {
    const editor = view.current;
    // Changed from outside, by Format for example.
    if (editor === null || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text]);

  return <div ref={host} className="focus-frame h-full min-h-0 select-text" />;
}

const NONE: Templates = { variables: {}, describe: () => '', describeGenerator: () => '' };

function hasVariablesChanged({ transactions }: ViewUpdate): boolean {
  return transactions.some(({ effects }) => effects.some((effect) => effect.is(templatesChanged)));
}
