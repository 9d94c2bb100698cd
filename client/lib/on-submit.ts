/** A form's own submit instead of the browser's; the first field found wanting takes the focus, as its error stands beside it. */
export const onSubmit = (submit: () => void) => (event: React.FormEvent<HTMLFormElement>) => {
  event.preventDefault();
  const form = event.currentTarget;
  if (holdUnread(form)) return;
  submit();
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
};

/** Whether something typed is no date or number where one is wanted: it is given the focus, and must not be dropped by sending the rest. */
export function holdUnread(form: HTMLFormElement): boolean {
  const field = form.querySelector<HTMLElement>('[data-unread] input');
  field?.focus();
  return field !== null;
}
