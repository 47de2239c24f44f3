namespace Muster.Channels.Slack;

/// <summary>Where a message stands.</summary>
/// <param name="Channel">The conversation's id.</param>
/// <param name="At">Its <c>ts</c>, which is its id within the conversation.</param>
internal sealed record SentMessage(string Channel, string At);

/// <summary>The latest messages that this process sent, by their marks, and the first about each thing to each reader.
/// </summary>
internal sealed class SentMessages
{
    private const int Most = 2_000;

    private readonly Lock keeping = new();
    private readonly Dictionary<string, SentMessage> byMark = [];
    private readonly Dictionary<(string To, string Thread), SentMessage> roots = [];
    private readonly Queue<(string Mark, (string, string)? Root)> inOrder = new();

    public SentMessage? Find(string mark)
    {
        lock (keeping)
            return byMark.GetValueOrDefault(mark);
    }

    /// <summary>The page to the same reader about the same thing; null where none is known.</summary>
    public SentMessage? Root(Letter letter)
    {
        lock (keeping)
            return letter.Thread is { } thread ? roots.GetValueOrDefault((letter.To, thread)) : null;
    }

    public SentMessage Keep(string mark, Letter letter, SentMessage message)
    {
        lock (keeping)
        {
            byMark[mark] = message;
            (string, string)? root = letter.Thread is { } thread && letter.Buttons.Count > 0
                ? (letter.To, thread) : null;
            if (root is { } key)
                roots.TryAdd(key, message);
            inOrder.Enqueue((mark, root));
            while (inOrder.Count > Most && inOrder.TryDequeue(out var oldest))
            {
                byMark.Remove(oldest.Mark);
                if (oldest.Root is { } gone)
                    roots.Remove(gone);
            }
        }
        return message;
    }
}
