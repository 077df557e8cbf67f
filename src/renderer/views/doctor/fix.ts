import type { TFunction } from 'i18next';
import type { DoctorFix } from '../../../contract/client-rows.ts';
import type { ClientSettings } from '../../../contract/client-settings.ts';

/** What a fix changes in the settings. */
export function changeOfFix(fix: DoctorFix): Partial<ClientSettings> {
  switch (fix.type) {
    case 'path':
      return { path: fix.path };
    case 'revision':
      return { revision: fix.revision };
    case 'transports':
      return { transports: [...fix.transports] };
    case 'origin':
      return { origin: fix.origin };
  }
}

export function fixLabel(t: TFunction, fix: DoctorFix): string {
  switch (fix.type) {
    case 'path':
      return t('doctor.fixPath', { path: fix.path });
    case 'revision':
      return t('doctor.fixRevision', { revision: fix.revision });
    case 'transports':
      return t('doctor.fixTransports', { transports: fix.transports.join(', ') });
    case 'origin':
      return t('doctor.fixOrigin', { origin: fix.origin });
  }
}
