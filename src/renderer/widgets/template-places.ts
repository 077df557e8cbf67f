import { autocompletion, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import type { Diagnostic } from '@codemirror/lint';
import { type Extension, StateEffect } from '@codemirror/state';
import { Decoration, type DecorationSet, type EditorView, MatchDecorator, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { fillText, GENERATORS, type Generator, type TemplateFault } from '../../contract/template.ts';

/** What places of a text, `{{name}}`, may stand for, and the words for what they do not. */
export interface Templates {
  readonly variables: Readonly<Record<string, string>>;
  readonly describe: (fault: TemplateFault) => string;
  /** What a generator makes, for the list that is offered. */
  readonly describeGenerator: (name: Generator) => string;
}

/** The variables are others now. */
export const templatesChanged = StateEffect.define<null>();

/** Marks them, and offers names after two braces. */
export function templatePlaces(templates: () => Templates): Extension {
  return [places, autocompletion({ override: [(context) => complete(context, templates())], icons: false })];
}

/** Places that stand for nothing. */
export function templateFaults(text: string, { variables, describe }: Templates): readonly Diagnostic[] {
  // What is made does not matter: only whether it can be.
  return fillText(text, { variables, n: 1, nowMs: 0, random: () => 0 }).faults.map((fault) => {
    const end = text.indexOf('}}', fault.at);
    return { from: fault.at, to: end === -1 ? text.length : end + 2, severity: 'error', message: describe(fault) };
  });
}

const marker = new MatchDecorator({ regexp: /\{\{[^{}\n]*\}\}/g, decoration: Decoration.mark({ class: 'cm-place' }) });

const places = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = marker.createDeco(view);
    }

    update(update: ViewUpdate): void {
      this.decorations = marker.updateDeco(update, this.decorations);
    }
  },
  { decorations: ({ decorations }) => decorations },
);

function complete(context: CompletionContext, { variables, describeGenerator }: Templates): CompletionResult | null {
  const typed = context.matchBefore(/\{\{\s*\$?[\w.-]*/);
  if (typed === null) return null;
  const from = typed.to - (/\$?[\w.-]*$/.exec(typed.text)?.[0].length ?? 0);
  const isClosed = context.state.sliceDoc(context.pos, context.pos + 2) === '}}';
  const end = isClosed ? '' : '}}';
  const options: Completion[] = [
    ...Object.entries(variables).map(([name, value]) => ({ label: name, detail: value.slice(0, 40), apply: `${name}${end}` })),
    ...GENERATORS.map((name) => ({ label: `$${name}`, detail: describeGenerator(name), apply: `$${name}${end}` })),
  ];
  return { from, options, validFor: /^\$?[\w.-]*$/ };
}
