// Runs before the first paint, so that a light desktop never flashes dark. stores/settings.ts owns the format.
(() => {
  let stored = {};
  try {
    stored = JSON.parse(localStorage.getItem('patchbay.settings') ?? '{}') ?? {};
  } catch {}
  const root = document.documentElement;
  const isLight = stored.theme === 'light' || (stored.theme !== 'dark' && matchMedia('(prefers-color-scheme: light)').matches);
  root.dataset.theme = isLight ? 'light' : 'dark';
  root.dataset.density = stored.density === 'comfortable' ? 'comfortable' : 'compact';
  root.lang = stored.language ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en');
})();
