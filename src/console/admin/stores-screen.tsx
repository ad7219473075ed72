export function StoresScreen() {
  return null;
}
