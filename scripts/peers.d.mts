export function findChromium(): string | null;
export function findElectron(): string | null;
export function findPython(): string | null;
export function findPythonServers(): string | null;
export function findKeyring(): boolean;
export function findDisplay(): string | null;
