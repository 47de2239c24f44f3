using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Muster.Channels;
using Muster.Core.Majors;
using Muster.Core.Tickets;
using Muster.Files.Logs;
using Muster.Files.Templates;
using NodaTime;

namespace Muster.Engine.Delivery;

/// <summary>What the words about a major incident are made of, and what a click on them answers.</summary>
public static class MajorValues
{
    /// <summary>The button that takes a role; its value is <see cref="RoleValue"/>.</summary>
    public const string AcceptRole = "accept-role";

    /// <summary>The button that posts a draft; its value is <see cref="DraftValue"/>.</summary>
    public const string PostDraft = "post-draft";

    /// <summary>The event of the templates that tells a fact; null where it is none of a major's own.</summary>
    public static string? AboutOf(TicketEvent fact) => fact switch
    {
        RoleOffered => "role-offer",
        MajorDeclared => "declared",
        SeverityChanged => "severity-changed",
        StatusPosted => "status-update",
        StatusDue or StatusMissed => "update-due",
        ServiceRestored => "restored",
        Relapsed => "relapsed",
        MajorStoodDown => "stood-down",
        _ => null,
    };

    /// <summary>By the names of the event's templates; who is told is added by who knows it.</summary>
    public static Dictionary<string, object?> Of(
        TicketEvent fact, TicketState ticket, MajorState major, IReturnPath back)
    {
        var values = new Dictionary<string, object?>
        {
            ["id"] = ticket.Id.Value,
            ["title"] = ticket.Title,
            ["severity"] = major.Severity,
            ["service"] = ticket.Service,
            ["by"] = fact.Auto ? null : fact.By,
            ["commander"] = major.HolderOf(MajorWords.Commander),
            ["room_url"] = new WebAddress(back.RoomUrl(ticket.Id)),
            ["bridge_url"] = major.BridgeLink is { } link ? new WebAddress(link) : null,
            ["next_update"] = Said(major.NextUpdateAt),
            ["next_update_at"] = At(major.NextUpdateAt),
        };
        foreach (var (name, value) in OwnOf(fact, major))
            values[name] = value;
        return values;
    }

    /// <summary>What may be answered at once.</summary>
    public static IReadOnlyList<LetterButton> Buttons(TicketEvent fact, TicketState ticket, MajorState major) =>
        fact switch
        {
            RoleOffered offered =>
                [new LetterButton(AcceptRole, $"Accept {offered.Role}", RoleValue(ticket.Id, offered.Role))],
            StatusDue or StatusMissed when MajorNews.Draft(major) is { } draft =>
                [new LetterButton(PostDraft, "Post this draft", DraftValue(ticket.Id, draft))],
            _ => [],
        };

    public static string RoleValue(TicketId ticket, string role) => $"{ticket.Value} {role}";

    /// <summary>With a digest of the words: what somebody read is what they post.</summary>
    public static string DraftValue(TicketId ticket, string draft) =>
        $"{ticket.Value} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(draft)).AsSpan(0, 8))}";

    private static (string Name, object? Value)[] OwnOf(TicketEvent fact, MajorState major) => fact switch
    {
        RoleOffered offered => [("role", offered.Role), ("from", offered.From)],
        MajorDeclared declared =>
            [("reason", declared.Reason), ("severity", declared.Severity ?? major.Severity)],
        SeverityChanged changed => [("from", changed.From), ("severity", changed.To), ("reason", changed.Reason)],
        StatusPosted posted =>
            [
                ("phase", posted.Phase), ("text", posted.Text), ("next_update", Said(posted.Next)),
                ("next_update_at", At(posted.Next)),
            ],
        StatusDue due => [("due", Said(due.Next)), ("missed", false), ("draft", MajorNews.Draft(major))],
        StatusMissed missed => [("due", Said(missed.Due)), ("missed", true), ("draft", MajorNews.Draft(major))],
        ServiceRestored restored =>
            [("confirmed_by", restored.ConfirmedBy), ("until", Said(restored.Until)), ("text", restored.Text)],
        Relapsed relapsed => [("reason", relapsed.Reason)],
        MajorStoodDown stood => [("review", Said(stood.Review))],
        _ => [],
    };

    /// <summary>As people say it. The year is clear from when they read it.</summary>
    public static string? Said(Instant? at) =>
        at?.ToDateTimeUtc().ToString("d MMMM, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string? At(Instant? at) => at is { } known ? Rfc3339.Format(known) : null;
}
