using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KernelCli.Tests.Support;

/// <summary>A page in Chromium without a window, driven over its DevTools protocol.</summary>
internal sealed class Browser : IDisposable
{
    private static readonly string? Program = ((string[])["chromium", "chromium-browser", "google-chrome"])
        .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    private readonly Process _process;
    private readonly ClientWebSocket _socket = new();
    private readonly List<string> _errors = [];
    private int _calls;

    private Browser(Process process) => _process = process;

    /// <summary>Exceptions and refused requests of the page so far.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Opens a file; the test is skipped where there is no Chromium.</summary>
    /// <param name="profile">A folder for the browser's own files.</param>
    /// <param name="page">The file.</param>
    /// <param name="isDark">Whether the page is to be dark.</param>
    public static async Task<Browser> Open(string profile, string page, bool isDark = false)
    {
        Assert.SkipWhen(Program is null, "Chromium is not installed.");
        var start = new ProcessStartInfo(Program!) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in (string[])["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage", "--window-size=1200,800", "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank"])
            start.ArgumentList.Add(argument);
        var browser = new Browser(Process.Start(start)!);
        try
        {
            int port = 0;
            while (port == 0)
            {
                string line = await browser._process.StandardError.ReadLineAsync() ?? throw new InvalidOperationException("Chromium ended");
                if (line.StartsWith("DevTools listening on ", StringComparison.Ordinal))
                    port = new Uri(line.Split(' ')[^1]).Port;
            }
            _ = browser._process.StandardError.ReadToEndAsync();
            await browser.Connect(port);
            await browser.Call("Page.enable");
            await browser.Call("Runtime.enable");
            await browser.Call("Log.enable");
            await browser.Call("Network.enable");
            if (isDark)
                await browser.Call("Emulation.setEmulatedMedia", new JsonObject { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = "dark" }) });
            await browser.Call("Page.navigate", new JsonObject { ["url"] = new Uri(page).AbsoluteUri });
            await browser.Until("document.readyState === 'complete' && location.protocol === 'file:'");
            return browser;
        }
        catch
        {
            browser.Dispose();
            throw;
        }
    }

    /// <summary>The value of an expression in the page.</summary>
    public async Task<JsonElement> Read(string expression)
    {
        JsonElement answer = await Call("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true });
        Assert.False(answer.TryGetProperty("exceptionDetails", out JsonElement thrown), $"{expression}: {thrown}");
        return answer.GetProperty("result").TryGetProperty("value", out JsonElement value) ? value : default;
    }

    /// <summary>The text that an expression gives.</summary>
    public async Task<string> Text(string expression) => (await Read($"String({expression})")).GetString()!;

    /// <summary>Waits until an expression is true.</summary>
    public async Task Until(string expression)
    {
        var watch = Stopwatch.StartNew();
        while ((await Read($"!!({expression})")).ValueKind is not JsonValueKind.True)
        {
            Assert.True(watch.Elapsed < Tool.Patience, $"The page never has {expression}");
            await Task.Delay(20);
        }
    }

    /// <summary>Presses a key, such as <c>j</c> or <c>ArrowDown</c>.</summary>
    public async Task Press(string key)
    {
        int code = key switch { "Tab" => 9, "Enter" => 13, "Escape" => 27, "ArrowLeft" => 37, "ArrowUp" => 38, "ArrowRight" => 39, "ArrowDown" => 40, _ => char.ToUpperInvariant(key[0]) };
        string text = key.Length == 1 ? key : key == "Enter" ? "\r" : "";
        foreach (string type in (string[])["keyDown", "keyUp"])
            await Call("Input.dispatchKeyEvent", new JsonObject { ["type"] = type, ["key"] = key, ["text"] = type == "keyDown" ? text : "", ["windowsVirtualKeyCode"] = code });
    }

    /// <summary>Types a text.</summary>
    public async Task Type(string text)
    {
        foreach (char letter in text)
            await Press(letter.ToString());
    }

    /// <summary>Presses the mouse in the middle of an element and lets go at a place of it, both from 0 to 1.</summary>
    public async Task Drag(string selector, double fromX, double toX)
    {
        JsonElement box = await Read($"(r => [r.x, r.y, r.width, r.height])(document.querySelector({JsonSerializer.Serialize(selector)}).getBoundingClientRect())");
        double[] at = [.. box.EnumerateArray().Select(number => number.GetDouble())];
        await Mouse("mousePressed", at[0] + (fromX * at[2]), at[1] + (at[3] / 2));
        await Mouse("mouseMoved", at[0] + (toX * at[2]), at[1] + (at[3] / 2));
        await Mouse("mouseReleased", at[0] + (toX * at[2]), at[1] + (at[3] / 2));
    }

    /// <summary>Clicks in the middle of an element.</summary>
    public Task Click(string selector) => Drag(selector, 0.5, 0.5);

    /// <summary>What the page looks like, as a PNG.</summary>
    public async Task<byte[]> Screenshot() => Convert.FromBase64String((await Call("Page.captureScreenshot")).GetProperty("data").GetString()!);

    public void Dispose()
    {
        _socket.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private Task<JsonElement> Mouse(string type, double x, double y) => Call("Input.dispatchMouseEvent", new JsonObject
    {
        ["type"] = type,
        ["x"] = x,
        ["y"] = y,
        ["button"] = "left",
        ["buttons"] = type == "mouseReleased" ? 0 : 1,
        ["clickCount"] = 1,
    });

    private async Task Connect(int port)
    {
        using var http = new HttpClient();
        JsonElement[] targets = [.. JsonDocument.Parse(await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/json/list"))).RootElement.EnumerateArray()];
        string address = targets.First(target => target.GetProperty("type").GetString() == "page").GetProperty("webSocketDebuggerUrl").GetString()!;
        await _socket.ConnectAsync(new Uri(address), CancellationToken.None);
    }

    private async Task<JsonElement> Call(string method, JsonObject? parameters = null)
    {
        int call = ++_calls;
        var message = new JsonObject { ["id"] = call, ["method"] = method, ["params"] = parameters ?? [] };
        await _socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, CancellationToken.None);
        while (true)
        {
            JsonElement answer = await Receive();
            if (answer.TryGetProperty("id", out JsonElement id) && id.GetInt32() == call)
                return answer.TryGetProperty("result", out JsonElement result) ? result : throw new InvalidOperationException($"{method}: {answer}");
            if (answer.TryGetProperty("method", out JsonElement name))
                Note(name.GetString()!, answer.GetProperty("params"));
        }
    }

    // The page must run without an error, and ask for nothing but itself.
    private void Note(string method, JsonElement parameters)
    {
        if (method == "Runtime.exceptionThrown" || (method == "Log.entryAdded" && parameters.GetProperty("entry").GetProperty("level").GetString() == "error"))
            _errors.Add(parameters.ToString());
        if (method == "Network.requestWillBeSent" && parameters.GetProperty("request").GetProperty("url").GetString() is { } url
            && !url.StartsWith("data:", StringComparison.Ordinal) && !(url.StartsWith("file:", StringComparison.Ordinal) && parameters.GetProperty("type").GetString() == "Document"))
            _errors.Add(url);
    }

    private async Task<JsonElement> Receive()
    {
        using var message = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, CancellationToken.None);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonDocument.Parse(message.ToArray()).RootElement;
    }
}
