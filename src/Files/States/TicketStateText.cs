using System.Text.Json;
using Muster.Core.Policies;
using Muster.Core.Tickets;

namespace Muster.Files.States;

/// <summary>One ticket's state as JSON, under the policy that it refers to by names.</summary>
public static class TicketStateText
{
    /// <summary>Null where it holds on to something that this policy does not have any more.</summary>
    public static byte[]? Write(TicketState ticket, Policy policy)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(ticket, StateJson.For(policy));
        }
        catch (KeyNotFoundException)
        {
            return null; // an agreement of an older policy (S9)
        }
    }

    /// <summary>Null where it is none that this program reads.</summary>
    public static TicketState? Read(ReadOnlySpan<byte> text, Policy policy)
    {
        try
        {
            return JsonSerializer.Deserialize<TicketState>(text, StateJson.For(policy));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
