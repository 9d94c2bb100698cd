/** A form's own submit instead of the browser's; the first field found wanting takes the focus, as its error stands beside it. */
export const onSubmit = (submit: () => void) => (event: React.FormEvent<HTMLFormElement>) => {
  event.preventDefault();
  const form = event.currentTarget;
  submit();
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
};
