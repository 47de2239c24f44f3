using System.Collections.Immutable;
using Muster.Channels;
using Muster.Core.Policies;

namespace Muster.Engine.Delivery;

/// <summary>A channel, and what it knows somebody by.</summary>
public sealed record Way(IChannel Channel, string Address);

/// <summary>How people are told: their own choice of ways, among those that this installation has.</summary>
public static class Ways
{
    private const string Console = "console";
    private static readonly ImmutableArray<string> Usual = ["mail", "slack", "phone", "webhook"];

    /// <summary>
    /// The ways to tell somebody, the first to be tried first; the console where there is one and nothing else. Empty
    /// where nobody could tell them.
    /// </summary>
    public static ImmutableArray<Way> Of(string person, Policy policy, IReadOnlyList<IChannel> channels)
    {
        var ways = ImmutableArray.CreateBuilder<Way>();
        // a stakeholder may be a mere address, such as mail:board@example.org
        if (person.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
            && channels.FirstOrDefault(channel => channel.Name == person[..colon]) is { } named)
            return [new Way(named, person[(colon + 1)..])];
        if (policy.People.TryGetValue(person, out var known))
        {
            foreach (var way in known.Contact.IsEmpty ? Usual : known.Contact)
            {
                if (AddressOf(known, way) is { } address && channels.FirstOrDefault(c => c.Name == way) is { } channel)
                    ways.Add(new Way(channel, address));
            }
        }
        if (ways.Count == 0 && channels.FirstOrDefault(channel => channel.Name == Console) is { } console)
            ways.Add(new Way(console, person));
        return ways.DrainToImmutable();
    }

    private static string? AddressOf(Person person, string way) => way switch
    {
        "mail" => person.Mail,
        "slack" => person.Slack,
        "phone" => person.Phone,
        "webhook" => person.Webhook,
        _ => null,
    };
}
