import type * as z from 'zod/mini';

/** Carries a result's type beside the schema of its parameters. */
export function call<Result>() {
  return <Params extends z.ZodMiniType>(params: Params): { readonly params: Params; readonly result?: Result } => ({ params });
}
