namespace Muster.Core.Asking;

/// <summary>What the title of a new ticket names besides.</summary>
internal static class Titles
{
    private static readonly char[] Between = [' ', ',', '.', ';', ':', '-', '–', '—', '(', ')'];

    /// <summary>The one service of the directory that is named; null where none or several are.</summary>
    public static string? ServiceOf(Ground told)
    {
        var named = new List<string>();
        for (var index = 0; index < told.Tokens.Length; index++)
        {
            if (Names.At(told.Names.Services, told.Words, index) is > 0 and var length)
                named.Add(told.Raw(index, index + length));
        }
        return named.Distinct(StringComparer.OrdinalIgnoreCase).ToList() is [var only] ? only : null;
    }

    /// <summary>
    /// The title without the priorities that stand apart in it, between commas, in brackets or behind "as" at its end,
    /// and these. A priority that is part of a sentence is what the sentence is about.
    /// </summary>
    public static (string Title, List<string> Priorities) WithoutPriority(Ground told)
    {
        var (title, found) = (told.Source, new List<string>());
        foreach (var thing in told.Things.Where(thing => thing.Kind == "priority").Reverse())
        {
            var start = thing.Start;
            while (start > 0 && told.Lexicon.Has("priorityglue", told.Words[start - 1]))
                start--;
            var end = thing.Start + thing.Length;
            if (!IsApart(told, start, end, thing.Length > 1 || start < thing.Start))
                continue;
            found.Add(thing.Value);
            var before = title[..told.Tokens[start].Start].TrimEnd(Between);
            var after = title[told.Tokens[end - 1].End..];
            title = before.Length == 0 ? after.TrimStart(Between)
                : after.Trim(Between).Length == 0 ? before
                : $"{before}, {after.TrimStart(Between)}";
        }
        return (title, [.. found.Distinct()]);
    }

    private static bool IsApart(Ground told, int start, int end, bool named)
    {
        var closes = end == told.Tokens.Length || told.Tokens[end].Parts;
        return (closes && (start == 0 || told.Tokens[start - 1].Parts || (named && end == told.Tokens.Length)))
            || (told.Tokens[start].Start > 0 && told.Source[told.Tokens[start].Start - 1] == '(');
    }
}
