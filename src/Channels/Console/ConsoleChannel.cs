namespace Muster.Channels.Console;

/// <summary>
/// Tells it to whoever looks at the terminal of the server: for trying out, and where nothing else is set up.
/// </summary>
public sealed class ConsoleChannel(TextWriter output) : IChannel
{
    private readonly Lock writing = new();

    public string Name => "console";

    public Task<DeliveryResult> Send(Letter letter, CancellationToken stop)
    {
        var lines = letter.Text.ReplaceLineEndings("\n").TrimEnd().Split('\n').Select(line => "    " + Plain(line));
        lock (writing)
        {
            output.WriteLine($"To {Plain(letter.To)}: {Plain(letter.Subject)}\n{string.Join('\n', lines)}");
            output.Flush();
        }
        return Task.FromResult<DeliveryResult>(new DeliveryResult.Delivered());
    }

    /// <summary>What came from outside moves no cursor and paints nothing.</summary>
    private static string Plain(string line) =>
        string.Concat(line.Select(letter => char.IsControl(letter) ? '\u00b7' : letter));
}
