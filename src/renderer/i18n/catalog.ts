import type { en } from './en.ts';

/** The same keys as English, without the singular forms a language may lack. */
export type SameKeys<Texts> = {
  readonly [Key in keyof Texts as Key extends `${string}_one` ? never : Key]: Texts[Key] extends string ? string : SameKeys<Texts[Key]>;
};

/** What another language has to provide: a missing or an unknown key does not compile. */
export type Catalog = SameKeys<typeof en>;
