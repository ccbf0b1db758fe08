/** Filter, deep links and copy buttons. The page reads well without it. Holds no `</script`. */
export const PAGE_SCRIPT = `'use strict';
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const toolbar = document.querySelector('.toolbar');
  const search = toolbar.querySelector('input');
  const chips = [...toolbar.querySelectorAll('button')];
  const checks = all('.check').map((element) => ({
    element,
    text: element.querySelector('summary').textContent.toLowerCase(),
  }));
  const groups = all('.group');
  const empty = document.querySelector('.empty');

  const filter = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const outcomes = new Set(
      chips.filter((chip) => chip.ariaPressed === 'true').map((chip) => chip.dataset.outcome),
    );
    let count = 0;
    for (const { element, text } of checks) {
      const group = element.parentElement.firstElementChild.textContent.toLowerCase();
      const fits =
        (outcomes.size === 0 || outcomes.has(element.dataset.outcome)) &&
        words.every((word) => text.includes(word) || group.includes(word));
      element.hidden = !fits;
      count += fits ? 1 : 0;
    }
    for (const group of groups) group.hidden = !group.querySelector('.check:not([hidden])');
    empty.hidden = count > 0 || checks.length === 0;
    toolbar.querySelector('output').textContent = count + (count === 1 ? ' check shown' : ' checks shown');
  };

  toolbar.hidden = false;
  toolbar.addEventListener('submit', (event) => event.preventDefault());
  search.addEventListener('input', filter);
  for (const chip of chips) {
    chip.addEventListener('click', () => {
      chip.ariaPressed = chip.ariaPressed === 'true' ? 'false' : 'true';
      filter();
    });
  }
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && !/^(INPUT|TEXTAREA)$/.test(event.target.tagName) && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      search.focus();
    } else if (event.key === 'Escape' && event.target === search) {
      search.value = '';
      filter();
    }
  });

  const follow = () => {
    const name = location.hash.slice(1);
    let target = null;
    try {
      target = document.getElementById(decodeURIComponent(name));
    } catch {
      return;
    }
    if (!target || !target.classList.contains('check')) return;
    if (target.hidden) {
      search.value = '';
      for (const chip of chips) chip.ariaPressed = 'false';
      filter();
    }
    target.open = true;
    target.scrollIntoView();
  };
  addEventListener('hashchange', follow);
  follow();

  const copy = async (code) => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      return true;
    } catch {
      const range = document.createRange();
      range.selectNodeContents(code);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      return document.execCommand('copy');
    }
  };
  for (const button of all('.copy')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      const done = await copy(button.previousElementSibling);
      button.textContent = done ? 'Copied' : 'Selected';
      setTimeout(() => (button.textContent = 'Copy'), 1600);
    });
  }
})();
`;
