import type * as z from 'zod/mini';

/** The first thing that is wrong with a value, as `where: what`; the schemas' own messages say no more than that it is. */
export function problemText(error: z.core.$ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'invalid value';
  const path = issue.path.map(String).join('.');
  return path === '' ? whatOf(issue) : `${path}: ${whatOf(issue)}`;
}

function whatOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `is missing, or no ${issue.expected}`;
    case 'too_big':
      return `is over ${issue.maximum}`;
    case 'too_small':
      return `is under ${issue.minimum}`;
    case 'invalid_value':
      return `is none of ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return 'is not written as it has to be';
    case 'invalid_union':
      return 'is none that there is';
    default:
      return issue.message;
  }
}
