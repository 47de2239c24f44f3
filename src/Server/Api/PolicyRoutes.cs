using Muster.Server.Access;

namespace Muster.Server.Api;

/// <summary>The policy in force.</summary>
internal static class PolicyRoutes
{
    public static void Map(Routes routes) => routes.Map("GET", Permissions.Policies, call =>
        call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("version", call.House.Policies.Current.Version);
            json.WriteString("text", call.House.Policies.CurrentText);
            json.WriteEndObject();
        }));
}
