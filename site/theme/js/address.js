// What is chosen stands in the address: it can be shared, and survives Back and reload.

export function readChoices(form) {
  const asked = new URLSearchParams(location.search);
  for (const [name, control] of fields(form)) {
    const wanted = asked.get(name) ?? null;
    if (control instanceof RadioNodeList) control.value = usual(control, wanted);
    else if (wanted !== null && [...control.options].some(({ value }) => value === wanted)) {
      control.value = wanted;
    } else control.value = "";
  }
}

// At the start the address counts, unless something was chosen while the numbers were on their way.
export const settle = (form) => (isAsItCame(form) ? readChoices(form) : writeChoices(form));

export function writeChoices(form) {
  const address = new URL(location.href);
  for (const [name, control] of fields(form)) {
    if (isUsual(control)) address.searchParams.delete(name);
    else address.searchParams.set(name, control.value);
  }
  history.replaceState(history.state, "", address);
}

// Name -> value of every control that is not as the page came.
export function choices(form) {
  return Object.fromEntries(fields(form).map(([name, control]) => [name, control.value]));
}

export const isAsItCame = (form, except = "") =>
  fields(form).every(([name, control]) => name === except || isUsual(control));

function fields(form) {
  const names = new Set([...form.elements].map(({ name }) => name).filter(Boolean));
  return [...names].map((name) => [name, form.elements[name]]);
}

const cameAs = (radios) => [...radios].find((radio) => radio.defaultChecked).value;

const isUsual = (control) =>
  control.value === (control instanceof RadioNodeList ? cameAs(control) : "");

const usual = (radios, wanted) =>
  [...radios].some(({ value }) => value === wanted) ? wanted : cameAs(radios);
