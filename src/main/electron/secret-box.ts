import { safeStorage } from 'electron';
import type { SecretBox } from '../console/store/secret-box.ts';

/**
 * The system's keychain: Keychain of macOS, DPAPI of Windows, the secret service of a Linux desktop. `null` where there is none, which on Linux
 * also is so when Chromium would take a password that everybody knows. To be asked once the application is ready.
 */
export function keychain(): SecretBox | null {
  if (!safeStorage.isEncryptionAvailable()) return null;
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return null;
  return {
    seal: (text) => safeStorage.encryptString(text).toString('base64'),
    open: (sealed) => safeStorage.decryptString(Buffer.from(sealed, 'base64')),
  };
}
