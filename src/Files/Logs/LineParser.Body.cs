using System.Collections.Immutable;
using Muster.Core.Tickets;

namespace Muster.Files.Logs;

public sealed partial class LineParser
{
    /// <summary>Reads what a POST said of one verb; empty is an object without a field.</summary>
    /// <param name="ticket">The ticket as its path names it; null for open.</param>
    public CommandBody ParseBody(string verb, string? ticket, ReadOnlySpan<byte> body)
    {
        isBody = true;
        said.Clear();
        (said.Verb, said.Ticket) = (verb, ticket ?? "");
        if (body.StartsWith("\ufeff"u8))
            body = body[3..];
        if (body.Trim(" \t\r\n"u8).IsEmpty)
            body = "{}"u8;
        if (ReadObject(body) is { } unreadable)
            return new CommandBody { Unreadable = unreadable };
        foreach (var (field, text) in LineRules.FaultsOf(said, unread))
            Blame(string.Join(", ", LogFields.Names(field)), text);
        if (faults.Count > 0)
            return new CommandBody { Faults = [.. faults.Select(fault => new BodyFault(fault.Field, fault.Text))] };
        return new CommandBody
        {
            Command = LineRules.Command(said),
            Key = said.Key,
            HappenedAt = said.Has(LogField.HappenedAt) ? said.HappenedAt : null,
            Digest = BodyDigest.Of(verb, ticket, body),
        };
    }
}
