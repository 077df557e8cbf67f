// Who an admin is and what it may do: by a role, or by a list of features.

import { FEATURES, type Feature, X_FEATURES, type XFeature } from './wire.ts';

export type AnyFeature = Feature | XFeature;
export type Role = 'admin' | 'readonly' | 'custom';

export interface AdminUser {
  /** `null` without authentication. */
  readonly name: string | null;
  readonly role: Role;
  readonly features: ReadonlySet<AnyFeature>;
}

/** What a user is given: a role, or a list of features, which goes before it. Neither: everything. */
export interface UserRights {
  readonly role?: 'admin' | 'readonly';
  readonly features?: readonly AnyFeature[];
}

const ALL_FEATURES: ReadonlySet<string> = new Set([...FEATURES, ...X_FEATURES]);

/** What looks and changes nothing. */
const READONLY_FEATURES: readonly AnyFeature[] = [
  'AGGREGATED_EVENTS',
  'ALL_EVENTS',
  'X_QUERY',
  'X_WATCH',
  'X_TAP',
  'X_METRICS',
  'X_SESSION',
  'X_AUDIT',
  'X_NSP',
];

export function isFeature(value: unknown): value is AnyFeature {
  return typeof value === 'string' && ALL_FEATURES.has(value);
}

/** What a user may do on a server where `allowed` can be done at all. */
export function adminUser(name: string | null, rights: UserRights, allowed: ReadonlySet<AnyFeature>): AdminUser {
  const { role = 'admin', features } = rights;
  const wanted = features ?? (role === 'readonly' ? READONLY_FEATURES : [...allowed]);
  return { name, role: features === undefined ? role : 'custom', features: new Set(wanted.filter((feature) => allowed.has(feature))) };
}

/** What can be done on a server that is administered in this way. */
export function allowedFeatures({ isReadonly, isDevelopment }: { isReadonly: boolean; isDevelopment: boolean }): ReadonlySet<AnyFeature> {
  const features = isReadonly ? READONLY_FEATURES : [...FEATURES, ...X_FEATURES];
  // The superset's own parts cost nothing until they are asked for: they are there in production too.
  return new Set(features.filter((feature) => isDevelopment || feature !== 'ALL_EVENTS'));
}

/** What `config` names, in the official order. */
export function legacyFeatures(user: AdminUser): Feature[] {
  return FEATURES.filter((feature) => user.features.has(feature));
}
