using System.CommandLine;
using Muster.Core.Calendars;
using Muster.Engine.Export;
using Muster.Engine.Zones;
using Muster.Files.Journals;
using Muster.Storage.Sqlite;

namespace Muster.Cli.Commands.Store;

/// <summary>
/// <c>muster export</c>: the accepted commands of a store as a replay log, and the journal that a replay of it gives.
/// </summary>
internal static class ExportCommand
{
    public static Command Build()
    {
        var data = StoreCommands.Data();
        var log = new Option<string>("--log") { Description = "Where the replay log goes.", Required = true };
        var journal = new Option<string?>("--journal") { Description = "Where the journal goes." };
        var with = new Option<string?>("--with")
        {
            Description = "majors: what they did by themselves, too, for a replay --with majors.",
        };
        var policy = new Option<string?>("--policy") { Description = "Where the policy in force goes, as YAML." };
        var command = new Command("export", "Write a store's commands as a replay log, and its journal.")
        {
            data, log, journal, with, policy,
        };
        command.SetAction(parsed => StoreCommands.Guarded(parsed.GetRequiredValue(data), () => Run(
            parsed.GetRequiredValue(data), parsed.GetRequiredValue(log), parsed.GetValue(journal),
            parsed.GetValue(policy), ReplayCommand.WithMajors(parsed.GetValue(with))).GetAwaiter().GetResult()));
        return command;
    }

    private static async Task<int> Run(string data, string log, string? journal, string? policy, bool withMajors)
    {
        var store = SqliteStore.OpenToRead(data);
        await using (store.ConfigureAwait(false))
        {
            var book = await ZoneBook.Policies(store).ConfigureAwait(false);
            var history = await StoreHistory.Read(store).ConfigureAwait(false);
            if (!withMajors)
                history = [.. PlainHistory.Of(history)];
            if (CommandLog.WhyNot(history) is { } why)
            {
                Console.Error.WriteLine(
                    $"muster: nothing was written: {why}. The journal is in GET /api/v1/stream with Last-Event-ID: 0");
                return ExitCodes.No;
            }
            using (var output = Terminal.OpenOutput(log))
                CommandLog.Write(output, history);
            if (journal is not null)
                WriteJournal(journal, history);
            if (policy is not null)
            {
                using var text = Terminal.OpenText(policy);
                text.Write(book.CurrentText);
            }
            if (book.Adoptions > 1)
                Console.Error.WriteLine(
                    $"muster: {book.Adoptions} policies were in force one after another; a replay knows one");
            var zones = await ZoneBook.Load(store).ConfigureAwait(false);
            if (zones.CurrentName != ZoneData.BuiltIn.Name)
                Console.Error.WriteLine(
                    $"muster: the store counts by the zone data {zones.CurrentName}; a replay needs its file, --zones");
            if (zones.Versions.Sum(version => version.Tickets) is > 0 and var moved)
                Console.Error.WriteLine(
                    $"muster: zone data moved {moved} tickets while they ran; a replay counts by one alone");
            return ExitCodes.Done;
        }
    }

    private static void WriteJournal(string name, IReadOnlyList<ToldFact> history)
    {
        using var output = Terminal.OpenOutput(name);
        using var writer = new JournalWriter(output);
        foreach (var told in history)
            writer.Write(told.At, told.Ticket, told.Fact);
    }
}
