// The sign-in page: a new picture every second, a question every two. Without this file the page renews itself as a whole.
'use strict';
(() => {
  const login = document.querySelector('[data-login]');
  if (!login) return;
  const at = login.dataset.login, language = login.dataset.query;
  const picture = document.getElementById('code'), left = document.getElementById('left');
  let wait = 2000;

  const show = (answer) => {
    const scanned = answer.state === 'SCANNED';
    document.getElementById('pending').hidden = scanned;
    document.getElementById('scanned').hidden = !scanned;
    document.getElementById('match').textContent = answer.matchNumber || '';
    document.getElementById('name').textContent = answer.maskedName || '';
    left.textContent = String(answer.seconds);
  };
  const ask = async () => {
    try {
      const reply = await fetch(`${at}/state${language}`, { method: 'POST', cache: 'no-store', signal: AbortSignal.timeout(3000) });
      if (reply.status === 429) wait += 5000;
      if (reply.status === 404) { location.reload(); return; }
      if (reply.ok) {
        const answer = await reply.json();
        if (answer.next) { location.assign(answer.next); return; }
        show(answer);
      }
    } catch { /* the next question may be answered */ }
    setTimeout(ask, wait);
  };
  setInterval(() => {
    if (!document.hidden) picture.src = `${at}/code.png?t=${Date.now()}`;
    left.textContent = String(Math.max(0, Number(left.textContent) - 1));
  }, 1000);
  setTimeout(ask, wait);
})();
