import type { SourceRow } from '../../../contract/rows.ts';
export function Overview({ source }: { readonly source: SourceRow }) {
  return <p>{source.name}</p>;
}
