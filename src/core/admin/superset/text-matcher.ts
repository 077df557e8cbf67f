/** A test for "one of these texts has it in it", without case and without lower-case copies; `null` for no text. */
export function textMatcher(text: string | undefined): ((value: string) => boolean) | null {
  if (text === undefined || text === '') return null;
  const pattern = new RegExp(text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'i');
  return (value) => pattern.test(value);
}
