using Muster.Server.Composition;
using Muster.Storage;

namespace Muster.Server.Access;

/// <summary>The administrator's token, made where nobody was ever given one.</summary>
internal static class FirstToken
{
    private const string Name = "administrator";

    /// <summary>
    /// Prints it before it is good: whoever dies in between prints another one at the next start, and nobody is locked
    /// out. Requests wait until it is; it comes after the server listens, so a start that fails uses it up for nobody.
    /// </summary>
    /// <exception cref="ServeRefusedException">The store did not take it; what was printed is not good.</exception>
    public static async Task Issue(House house, TextWriter output, Uri address)
    {
        var secret = Secret.New();
        await output.WriteLineAsync($"The administrator's token, shown this once:\n\n    {secret}\n")
            .ConfigureAwait(false);
        await output.FlushAsync().ConfigureAwait(false);
        var id = TokenBook.NewId();
        var token = new Token(id, id, Roles.Admin, Secret.HashOf(secret)) { Name = Name, IssuedAt = house.Now };
        if (await house.Tokens.Issue(token, null, id, null).ConfigureAwait(false) is not AppendResult.Appended)
            throw new ServeRefusedException("the administrator's token could not be stored; it is not good");
        await Invite(house, token, output, address).ConfigureAwait(false);
    }

    /// <summary>Prints another link for the administrator, as a demonstration does at each start.</summary>
    public static async Task Invite(House house, TextWriter output, Uri address)
    {
        if (house.Tokens.All.FirstOrDefault(token => token.Name == Name) is { } token)
            await Invite(house, token, output, address).ConfigureAwait(false);
    }

    private static async Task Invite(House house, Token token, TextWriter output, Uri address)
    {
        var code = SessionBook.NewSecret();
        if (await house.Sessions.Link(token, code, token.Id, null).ConfigureAwait(false) is not AppendResult.Appended)
            throw new ServeRefusedException("the link that signs in could not be stored; it is not good");
        await output.WriteLineAsync(
            $"This link opens the pages, once, within {SessionBook.LinkLasts.TotalMinutes:0} minutes:\n\n"
            + $"    {Links.Of(address, code)}\n").ConfigureAwait(false);
        await output.FlushAsync().ConfigureAwait(false);
    }
}
