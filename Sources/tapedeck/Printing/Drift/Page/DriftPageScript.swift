// SPDX-License-Identifier: Apache-2.0

/// What the page does: it filters, folds and copies. Without it the page shows all.
enum DriftPageScript {
  static let text = #"""
    "use strict";
    (() => {
      const findings = [...document.querySelectorAll(".finding")].map((node) => ({
        node, severity: node.dataset.severity, operation: node.closest(".operation"), text: null,
      }));
      const operations = [...document.querySelectorAll(".operation")];
      const search = document.getElementById("search");
      const words = (finding) => {
        if (finding.text === null) {
          const name = finding.operation.querySelector("h2").textContent;
          finding.text = (name + " " + finding.node.textContent).toLowerCase();
        }
        return finding.text;
      };

      const filter = () => {
        const wanted = search.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
        const severities = new Set(
          [...document.querySelectorAll(".chip[aria-pressed=true]")].map((chip) => chip.dataset.severity));
        const seen = new Set();
        let shown = 0;
        for (const finding of findings) {
          const fits = severities.has(finding.severity) && wanted.every((word) => words(finding).includes(word));
          finding.node.hidden = !fits;
          if (fits) {
            shown += 1;
            seen.add(finding.operation);
          }
        }
        for (const operation of operations) operation.hidden = !seen.has(operation);
        document.getElementById("none").hidden = shown > 0;
        document.getElementById("shown").textContent =
          shown === findings.length ? "" : `${shown} of ${findings.length} shown`;
      };

      const fold = (isOpen) => {
        for (const node of document.querySelectorAll("main details")) node.open = isOpen;
      };

      const copy = async (text) => {
        try {
          await navigator.clipboard.writeText(text);
        } catch {
          // Browsers that trust no page from a file with the clipboard still copy what is selected.
          const area = document.createElement("textarea");
          area.value = text;
          document.body.append(area);
          area.select();
          document.execCommand("copy");
          area.remove();
        }
      };

      if (search) {
        document.getElementById("bar").hidden = false;
        for (const chip of document.querySelectorAll(".chip")) {
          chip.addEventListener("click", () => {
            chip.setAttribute("aria-pressed", chip.getAttribute("aria-pressed") !== "true");
            filter();
          });
        }
        search.addEventListener("input", filter);
        document.getElementById("unfold").addEventListener("click", () => fold(true));
        document.getElementById("fold").addEventListener("click", () => fold(false));
        document.addEventListener("keydown", (event) => {
          if (event.key === "/" && event.target !== search && !event.ctrlKey && !event.metaKey && !event.altKey) {
            event.preventDefault();
            search.focus();
          } else if (event.key === "Escape" && event.target === search) {
            search.value = "";
            filter();
          }
        });
        // A browser that comes back to the page may have kept what was typed.
        filter();
      }

      for (const button of document.querySelectorAll(".copy")) button.hidden = false;
      document.addEventListener("click", async (event) => {
        const button = event.target.closest(".copy");
        if (!button) return;
        const fingerprint = button.dataset.fingerprint;
        await copy(button.dataset.copy === "fingerprint"
          ? fingerprint : `  - fingerprint: ${fingerprint}\n    until: YYYY-MM-DD\n    reason: \n`);
        const label = button.textContent;
        if (label === "Copied") return;
        button.textContent = "Copied";
        setTimeout(() => { button.textContent = label; }, 1200);
      });

      // Paper has no folds.
      let folded = [];
      addEventListener("beforeprint", () => {
        folded = [...document.querySelectorAll("details:not([open])")];
        for (const node of folded) node.open = true;
      });
      addEventListener("afterprint", () => { for (const node of folded) node.open = false; });
    })();
    """#
}
