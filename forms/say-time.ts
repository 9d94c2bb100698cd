/** 14:05 of `14:05:00+09:00`, which is how a time of day is kept; one of another place as it would be here. */
export function sayTime(value: string): string {
  const moment = new Date(`2000-01-01T${value}`);
  return Number.isNaN(moment.getTime())
    ? value
    : new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tokyo', hour: '2-digit', minute: '2-digit' }).format(moment);
}
