namespace Muster.Core.Asking;

internal static partial class Spanish
{
    /// <summary>As <see cref="English.Reports"/>.</summary>
    public const string Reports = """
    denial = no | nunca | jamás | sin | ni | tampoco | ningún | ninguno | ninguna | ningunos | ningunas | nadie
    denial = nada | cero usuarios | cero clientes | apenas | ya no
    ceased = dejó | dejaron | deja | dejado
    denied = cero problemas | cero impacto
    partly = todos | todas | todo | solo | sólo | solamente | cada
    fault = caída | caído | caídos | caídas | cae | caen | cayó | cayeron | averiado | averiada | avería
    fault = averías | rota | roto | rotos | rotas | fallo | fallos | falla | fallas | fallan | fallando | falló
    fault = afectado | afectada | afectados | afectadas | afecta | afectan | incidente | incidencia
    fault = incidencias | emergencia | problema | problemas | error | errores | interrupción | interrumpido
    fault = interrumpida | degradado | degradada | lento | lenta | lentos | lentas | dañado | dañada | colgado
    fault = colgada | colgados | inaccesible | indisponible | inalcanzable | muerto | muerta | down | offline
    fault = outage | corte | cortes | apagón | hackeado | comprometido | comprometida | brecha | pasa nada
    fault = pasó nada | impacto | parado | parada | crisis | grave | caiga
    faultnoun = error | fallo | falla | problema | incidente | incidencia | caída | avería | corte
    touches = afecta | afectan | afecta a | afectan a | afectando | afectando a | impacta | impacta a
    apart = porque | ya que | desde | y | pero | mientras | aunque | por qué | cómo | dónde | puede | pueden
    apart = podemos | puedo | poder | funciona | funcionan | responde | responden | carga | cargan | arranca
    apart = arrancan | conecta | conectan | abre | abren | entra | entran | entrar | acceder | disponible
    apart = disponibles | accesible | alcanzable | llega | llegan | sale | salen | resuelto | resuelta
    apart = solucionado | solucionada | arreglado | recuperado | recuperada | duda | broma | idea
    apart = mensaje de error | mensajes de error | se puede | logra | logran | consigue | consiguen | va | van
    apart = muestra | muestran
    apart noun = respuesta | acceso | conexión | pedidos | pagos | solución | causa | copia | respaldo | ayuda
    apart noun = señal
    forbid = no | nunca | sin | nadie debe | a nadie
    act = declares | declarar | declare | declaración | declaren | escalar | escales | escale | escalada
    act = escalación | avises | avisar | avise | avisen | notificar | notifiques | notifique | llamar | llames
    act = llame | llamen | despertar | despiertes | despierte | alertar | alertes | informar | informes
    act = informe | informen | decir | digas | digan | contactar | contactes | publicar | publiques | anunciar
    act = anuncies | anuncie | sala de guerra | molestar | molestes
    actnoun = aviso | avisos | alerta | alertas | llamadas | notificación | notificaciones | mensajes
    strongact = declaración | declares | declarar | declaren | escalar | escales | escalada | escalación
    strongact = sala de guerra
    withhold = espera | esperar | esperen | evita | evitar | deja de | para de
    well = bien | estable | está normal | están normales | todo normal | normalidad | restablecido
    well = restablecida | restaurado | restaurada | recuperado | recuperada | recuperados | ya funciona
    well = ya funcionan | funciona ya | funciona de nuevo | funciona otra vez | funciona perfectamente
    well = funciona correctamente | vuelve a funcionar | volvió a funcionar | ha vuelto a funcionar
    well = vuelven a funcionar | ya está arriba | está arriba | está ok | están ok | todo ok | en orden
    well = todo funciona | está operativo | está operativa | están operativos | operativo de nuevo | resuelto
    well = resuelta | solucionado | solucionada | arreglado | arreglada | de nuevo disponible
    well = disponible de nuevo | está verde | en verde | una broma | solo una prueba | sólo una prueba
    well = un ejercicio
    well back = de vuelta | ha vuelto | han vuelto | ya volvió
    runs = funciona | funcionan | responde | disponible | accesible | online | responden | ok
    interrogative = quién | por qué | cuál | cuáles | alguien sabe
    iffy = si | en caso de | a menos que | suponiendo
    coming = estará | estarán | va a estar | van a estar | será | quedará | tendrá | habrá | va a haber
    coming whole = caerá | va a caer | van a caer | va a caerse | fallará | va a fallar | se caerá
    coming whole = por mantenimiento | para mantenimiento | mantenimiento programado | mantenimiento planificado
    coming whole = corte programado | parada programada | parada planificada | por el mantenimiento
    coming whole = caída programada
    upto = hasta
    after = tras | después | desde | durante
    """;
}
