import { create } from 'zustand';
import type { AdminBatch } from '../../contract/admin-rows.ts';
import type { AdminSettings } from '../../contract/admin-settings.ts';
import type { Capability } from '../../contract/rows.ts';

/** What the selected source is told by the server it administers; `null` before the first batch, and of other sources. */
export const useAdmin = create<{ readonly admin: AdminBatch | null }>()(() => ({ admin: null }));

export function applyAdmin(admin: AdminBatch): void {
  useAdmin.setState({ admin });
}

/** What the console has just taken; its next batch says so, too. */
export function applyAdminSettings(settings: AdminSettings): void {
  useAdmin.setState(({ admin }) => (admin === null ? {} : { admin: { ...admin, settings } }));
}

export function clearAdmin(): void {
  useAdmin.setState({ admin: null });
}

/** Why the selected source lacks it; `null` when it never could, or nobody knows. */
export function useMissing(capability: Capability): AdminBatch['missing'][number]['reason'] | null {
  return useAdmin(({ admin }) => admin?.missing.find((missing) => missing.capability === capability)?.reason ?? null);
}
