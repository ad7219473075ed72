// How people read a phone number: +380 67 123 45 67. Numbers of other countries stay as they are.

export function showPhoneNumber(phone: string): string {
  const parts = /^\+?380(\d{2})(\d{3})(\d{2})(\d{2})$/.exec(phone);
  return parts ? `+380 ${parts.slice(1).join(' ')}` : phone;
}
