using Muster.Core.Asking;
using Xunit;

namespace Muster.Core.Tests.Asking;

/// <summary>Phrasings that are understood, changed by program: whatever comes of it, nothing else is done.</summary>
public sealed class VariationTests
{
    private static readonly string[] Before =
    [
        "don't ", "do not ", "please never ", "should I ", "if bo agrees, ", "when it is fixed, ", "no need to ",
        "bo said to ", "maybe ", "is it fine to ", "I would not ", "unless it works, ", "why not ", "I did not ",
        "nunca ", "no ", "nicht ", "bitte nicht ", "falls es geht, ", "si bo quiere, ", "soll ich ", "debo ",
        "yesterday somebody asked me to ", "stop trying to ", "forget about it: ", "under no circumstances ",
    ];

    private static readonly string[] After =
    [
        " unless bo objects", " or 43", " and close 17", " but not now", ", or rather not", " nicht",
        " auf keinen Fall",
        " y cierra 17", " und schließe 17", " if it still fails", " falls bo zustimmt", " si funciona", " never",
        " then escalate 17", " once it is fixed", " except on Monday", " no", "? no",
        " and assign 17 to bo", " later maybe",
    ];

    private static readonly string[] Joints = [" and ", ", ", ". ", " then "];

    private static readonly string[] Kindly = ["please ", "Could you ", "hey, ", "I want to ", "bitte ", "por favor, "];

    private static IEnumerable<(string Text, Understanding Read)> Acts =>
        new[] { "tuned", "more", "aside", "fresh", "unseen" }.SelectMany(file => Phrasing.Of(file))
            .Where(phrasing => phrasing.Then is "now" or "yes" && !phrasing.Text.StartsWith('@'))
            .Select(phrasing => (phrasing.Text, Grammar.Read(phrasing.Text, Phrasing.Wednesday)))
            .Where(one => one.Item2.Doubt is null && one.Item2.Intent is not null);

    private static bool IsPlain(string text) => text.IndexOfAny([':', '"', '=', '?', '.']) < 0
        && !text.Contains("because") && !text.Contains("weil") && !text.Contains("porque")
        && !text.Contains(" saying ") && !text.Contains(" called ")
        && !text.Contains(" one tier") && !text.Contains(" that ") && !text.Contains(" whether ")
        && !text.Contains(" decided on ");

    [Fact]
    public void What_is_negated_conditional_or_asked_about_is_not_done() => None(
        Acts.SelectMany(act => Before.Select(before => before + act.Text))
            .Concat(Acts.Where(act => IsPlain(act.Text)).SelectMany(act => After.Select(after => act.Text + after)))
            .Where(WouldAct));

    [Fact]
    public void Politeness_changes_nothing_that_is_done() => None(
        Acts.SelectMany(act => Kindly.Select(kindly => (Text: kindly + act.Text, act.Read)))
            .Concat(Acts.Where(act => IsPlain(act.Text)).Select(act => (Text: act.Text + " please", act.Read)))
            .Where(changed => ActsOtherwise(changed.Text, changed.Read))
            .Select(changed => changed.Text));

    [Fact]
    public void A_slip_of_the_pen_makes_no_other_act_of_it() => None(
        Acts.SelectMany(act => Slips(act.Text).Select(slip => (Text: slip, act.Read)))
            .Where(changed => ActsOtherwise(changed.Text, changed.Read))
            .Select(changed => $"{changed.Text} -> {Told(changed.Text)}"));

    [Fact]
    public void Words_in_another_order_make_no_other_act_of_it() => None(
        Acts.Where(act => IsPlain(act.Text)).SelectMany(act => Swaps(act.Text).Select(swap => (Text: swap, act.Read)))
            .Where(changed => ActsOtherwise(changed.Text, changed.Read))
            .Select(changed => $"{changed.Text} -> {Told(changed.Text)}"));

    [Fact]
    public void Two_orders_in_a_row_are_not_done()
    {
        var acts = Acts.Where(act => IsPlain(act.Text)).ToList();
        None(acts
            .Select((act, index) => (act, Other: acts[(index * 7 + 3) % acts.Count]))
            .Where(pair => pair.act.Read.Intent != pair.Other.Read.Intent)
            .SelectMany(pair => Joints.Select(joint => pair.act.Text + joint + pair.Other.Text))
            .Where(WouldAct));
    }

    private static void None(IEnumerable<string> found) => Assert.Equal([], found.Take(60));

    private static bool WouldAct(string text)
    {
        var read = Grammar.Read(text, Phrasing.Wednesday);
        return read is { Doubt: null, Intent.Changes: true }
            && Consents.Of(read.Intent, read.Slots, true) != Consent.Later;
    }

    /// <summary>Something is done at once, and it is not what the text was before.</summary>
    private static bool ActsOtherwise(string text, Understanding before)
    {
        var read = Grammar.Read(text, Phrasing.Wednesday);
        return read is { Doubt: null, Intent: not null }
            && Consents.Of(read.Intent, read.Slots, true) == Consent.AtOnce
            && (read.Intent != before.Intent || Judged(read.Slots) != Judged(before.Slots));
    }

    private static string Judged(Slots slots) =>
        Judging.Json(new Slots([.. slots.All.Where(slot => slot.Name is not ("text" or "reason" or "title"))
            .OrderBy(slot => slot.Name)]));

    private static string Told(string text)
    {
        var read = Grammar.Read(text, Phrasing.Wednesday);
        return $"{read.Intent?.Name} {Judging.Json(read.Slots)}";
    }

    /// <summary>In each longer word: two letters swapped, one left out, one doubled.</summary>
    private static IEnumerable<string> Slips(string text)
    {
        var words = text.Split(' ');
        var end = Array.FindIndex(words, word => word.EndsWith(':') || word.StartsWith('"'));
        for (var at = 0; at < (end < 0 ? words.Length : end); at++)
        {
            var word = words[at];
            if (word.Length < 5 || !word.All(char.IsLetter))
                continue;
            var middle = word.Length / 2;
            string[] slips =
            [
                word[..middle] + word[middle + 1] + word[middle] + word[(middle + 2)..],
                word[..middle] + word[(middle + 1)..],
                word[..middle] + word[middle] + word[middle..],
            ];
            foreach (var slip in slips)
                yield return string.Join(' ', words.Select((other, index) => index == at ? slip : other));
        }
    }

    /// <summary>The first word at the end, the last at the front, and each two neighbours swapped.</summary>
    private static IEnumerable<string> Swaps(string text)
    {
        var words = text.Split(' ');
        yield return string.Join(' ', words.Skip(1).Append(words[0]));
        yield return string.Join(' ', words[^1..].Concat(words[..^1]));
        for (var at = 0; at + 1 < words.Length; at++)
            yield return string.Join(' ', [.. words[..at], words[at + 1], words[at], .. words[(at + 2)..]]);
    }
}
