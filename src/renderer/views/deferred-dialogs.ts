// What lies over the panes, wherever it is asked for; loaded behind the screens.

import { loadableOverlay } from '../widgets/loadable.tsx';

export const Palette = loadableOverlay(async () => (await import('./shell/palette.tsx')).Palette);
export const SourceDialog = loadableOverlay(async () => (await import('./source-dialog.tsx')).SourceDialog);
export const SettingsDialog = loadableOverlay(async () => (await import('./shell/settings-dialog.tsx')).SettingsDialog);
export const DoctorDialog = loadableOverlay(async () => (await import('./doctor/doctor-dialog.tsx')).DoctorDialog);
export const BulkDialog = loadableOverlay(async () => (await import('./bulk-dialog.tsx')).BulkDialog);
export const RulesDialog = loadableOverlay(async () => (await import('./replies/rules-dialog.tsx')).RulesDialog);
export const SessionsDialog = loadableOverlay(async () => (await import('./admin/sessions-dialog.tsx')).SessionsDialog);
export const ExportDialog = loadableOverlay(async () => (await import('./traffic/export-dialog.tsx')).ExportDialog);
export const ImportDialog = loadableOverlay(async () => (await import('./sources/import-dialog.tsx')).ImportDialog);
export const RecordingDialog = loadableOverlay(async () => (await import('./recording/recording-dialog.tsx')).RecordingDialog);
export const LinkDialog = loadableOverlay(async () => (await import('./shell/link-dialog.tsx')).LinkDialog);
