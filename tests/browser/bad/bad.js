document.cookie = "known=reader";
localStorage.setItem("reader", "1");
