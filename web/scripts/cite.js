// Adds a copy button beside each citation and embed code. Without script the text can be selected.
document.querySelectorAll("[data-copy]").forEach(function (source) {
  if (!navigator.clipboard) return;
  var button = document.createElement("button");
  button.type = "button";
  button.className = "c-copy";
  button.textContent = "Copy " + source.getAttribute("data-copy");
  var said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "c-copy__said";
  button.addEventListener("click", function () {
    navigator.clipboard.writeText(source.textContent.trim()).then(
      function () { said.textContent = "Copied"; },
      function () { said.textContent = "Not copied: select the text instead"; }
    );
  });
  source.after(button, said);
});
