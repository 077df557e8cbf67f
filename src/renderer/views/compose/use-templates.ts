import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Templates } from '../../widgets/template-places.ts';

/** What an editor is told of variables; `null`: there are none. */
export function useTemplates(variables: Readonly<Record<string, string>> | null): Templates | null {
  const { t } = useTranslation();
  return useMemo(
    () =>
      variables === null
        ? null
        : {
            variables,
            describe: ({ problem, value }) => t(`args.problems.${problem}`, { value }),
            describeGenerator: (name) => t(`vars.generators.${name}`),
          },
    [t, variables],
  );
}
