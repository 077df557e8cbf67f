/** The built writer. */
export const WRITER: string;
/** The built browser host. */
export const HOST: string;
/** Builds what the processes run. */
export function bundle(): Promise<void>;
