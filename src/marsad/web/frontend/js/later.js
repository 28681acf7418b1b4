// [data-script="ADDRESS"]: a script that only this element needs, fetched when the page has been drawn.
export function later() {
  const fetchAll = () => {
    for (const address of new Set([...document.querySelectorAll("[data-script]")].map((one) => one.dataset.script))) {
      const script = document.createElement("script");
      script.src = address;
      document.head.append(script);
    }
  };
  if (document.readyState === "complete") fetchAll();
  else window.addEventListener("load", fetchAll, {once: true});
}
